namespace ProtoBench.Contract;

/// <summary>How socket calls wait.</summary>
public enum IoMode
{
    /// <summary>.NET's asynchronous sockets: epoll and the thread pool, as real .NET services use them.</summary>
    Async,

    /// <summary>One thread per connection that blocks in the kernel, on both sides.</summary>
    Blocking,
}
