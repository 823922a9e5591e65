using System.Net;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.Http;

/// <summary>The client's side of a request whose body is still being written while its response is read.</summary>
internal sealed class RequestDuplex : IByteDuplex
{
    private readonly CancellationTokenSource _ending = new();
    private readonly HttpRequestMessage _request;
    private readonly OpenContent _content = new();
    private readonly Task<HttpResponseMessage> _sending;
    private Stream? _response;
    private bool _completed;

    public RequestDuplex(HttpCarrier carrier, string target)
    {
        _request = carrier.CreateRequest(HttpMethod.Post, target);
        _request.Content = _content;
        _sending = SendAsync(carrier);
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (_response is null)
        {
            var response = await _sending;
            await HttpConnection.RequireOkAsync(response, _ending.Token);
            _response = await response.Content.ReadAsStreamAsync(_ending.Token);
        }

        return await _response.ReadAsync(buffer, _ending.Token);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var body = await _content.Body;
        await body.WriteAsync(bytes, _ending.Token);

        // HttpClient gathers what it is given until then.
        await body.FlushAsync(_ending.Token);
    }

    public ValueTask FinishAsync()
    {
        _completed = true;
        _content.Complete();
        return ValueTask.CompletedTask;
    }

    public void Abort()
    {
        _ending.Cancel();
        _content.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_completed)
        {
            Abort();
        }

        if (_sending.IsCompletedSuccessfully)
        {
            (await _sending).Dispose();
        }

        _request.Dispose();
    }

    // Nobody may ask for the response; its failure then is nobody's.
    private async Task<HttpResponseMessage> SendAsync(HttpCarrier carrier)
    {
        await Task.Yield();
        try
        {
            return await carrier.SendAsync(_request, _ending.Token);
        }
        catch (Exception error)
        {
            _content.Fail(error);
            throw;
        }
    }

    /// <summary>A request body that somebody else writes, until they say that it is complete.</summary>
    private sealed class OpenContent : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _body = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Stream> Body => _body.Task;

        public void Complete()
        {
            _complete.TrySetResult();
            _body.TrySetException(new IOException("the request was given up"));
        }

        public void Fail(Exception error) => _body.TrySetException(error is IOException ? error : new IOException(error.Message, error));

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            // HttpClient keeps the head of a request with a body until something of that is flushed, and a client that listens first sends
            // nothing.
            await stream.FlushAsync(cancellationToken);
            _body.TrySetResult(stream);
            await _complete.Task.WaitAsync(cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
