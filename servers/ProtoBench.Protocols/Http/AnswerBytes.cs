using System.Runtime.CompilerServices;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.Http;

/// <summary>The client's side of a request without a body: the bytes of its answer as they come.</summary>
internal sealed class AnswerBytes : IAnswerBytes
{
    private readonly CancellationTokenSource _ending = new();
    private readonly HttpCarrier _carrier;
    private readonly HttpRequestMessage _request;
    private readonly string _form;
    private HttpResponseMessage? _response;
    private Stream? _body;

    public AnswerBytes(HttpCarrier carrier, string target, string form)
    {
        (_carrier, _form) = (carrier, form);
        _request = carrier.CreateRequest(HttpMethod.Get, target);
        _request.Headers.TryAddWithoutValidation("Accept", form);
    }

    public string? MediaType { get; private set; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (_body is null)
        {
            _response = await _carrier.SendAsync(_request, _ending.Token);
            await HttpConnection.RequireOkAsync(_response, _ending.Token);
            MediaType = EventRequest.Require(_form, _response.Content.Headers.ContentType?.MediaType);
            _body = await _response.Content.ReadAsStreamAsync(_ending.Token);
        }

        return await _body.ReadAsync(buffer, _ending.Token);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => throw new NotSupportedException("a request without a body");

    public ValueTask FinishAsync() => ValueTask.CompletedTask;

    public void Abort() => _ending.Cancel();

    public ValueTask DisposeAsync()
    {
        _response?.Dispose();
        _request.Dispose();
        return ValueTask.CompletedTask;
    }
}
