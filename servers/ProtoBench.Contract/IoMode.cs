namespace ProtoBench.Contract;

/// <summary>How socket calls wait.</summary>
public enum IoMode
{
    /// <summary>
    /// .NET's asynchronous sockets on epoll. Who waited goes on, on the thread pool, or where the process was started so on the thread of
    /// epoll (DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS).
    /// </summary>
    Async,

    /// <summary>One thread per connection that blocks in the kernel, on both sides.</summary>
    Blocking,
}
