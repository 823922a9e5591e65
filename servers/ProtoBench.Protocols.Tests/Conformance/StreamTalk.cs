using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>One client's stream to one application of a variant's server.</summary>
internal sealed class StreamTalk : IAsyncDisposable
{
    /// <summary>What the application is called.</summary>
    public const string Name = "talk";

    private readonly Conversation _conversation;
    private readonly CancellationTokenSource _limit;

    private StreamTalk(
        Conversation conversation, IMessageStreamConnection connection, IMessageStream stream, Task served, CancellationTokenSource limit)
    {
        (_conversation, Connection, Stream, Served, _limit) = (conversation, connection, stream, served, limit);
    }

    public IMessageStreamConnection Connection { get; }

    public IMessageStream Stream { get; }

    /// <summary>The application's end, with what it threw.</summary>
    public Task Served { get; }

    public CancellationToken Token => _limit.Token;

    public static async Task<StreamTalk> StartAsync(ProtocolVariant variant, ServerApplication application, string opened = Name)
    {
        var limit = new CancellationTokenSource(variant.Patience);
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var conversation = await Conversation.StartAsync(variant, settings => settings with
        {
            Applications = new Dictionary<string, ServerApplication> { [Name] = RunAsync },
        });
        var connection = Assert.IsAssignableFrom<IMessageStreamConnection>(await conversation.ConnectAsync());
        var stream = await connection.OpenStreamAsync(opened, limit.Token).Limited();
        return new StreamTalk(conversation, connection, stream, served.Task, limit);

        async Task RunAsync(IMessageStream stream, CancellationToken cancellationToken)
        {
            try
            {
                await application(stream, cancellationToken);
                served.TrySetResult();
            }
            catch (Exception error)
            {
                served.TrySetException(error);
                throw;
            }
        }
    }

    /// <summary>Ends the client's side, and expects the server to end its own.</summary>
    public async Task EndAsync()
    {
        await Stream.EndAsync(Token).Limited();
        Assert.Null(await Stream.ReceiveAsync(Token).Limited());
        await Served.Limited();
    }

    /// <summary>A further connection to the same server.</summary>
    public Task<IProtocolConnection> ConnectAsync() => _conversation.ConnectAsync();

    /// <summary>Does the server still answer others?</summary>
    public async Task StaysUsableAsync()
    {
        await using var next = await _conversation.ConnectAsync();
        await next.ExchangeAsync(Payload.Create(100), 100, Token).Limited();
    }

    public Task DisposeServerAsync() => _conversation.Server.DisposeAsync().Limited();

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync().Limited();
        await Connection.DisposeAsync().Limited();
        await _conversation.DisposeAsync();
        _limit.Dispose();
    }
}
