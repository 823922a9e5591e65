namespace ProtoBench.Protocols.Lean.Exchanges;

/// <summary>
/// The token of whoever exchanges here, watched as long as it stays the same: registering anew for each exchange would cost a lock of the
/// token's source and a node.
/// </summary>
/// <param name="cancelled">Told that a token is cancelled, on whatever thread does it; it may no longer be that of an exchange.</param>
internal sealed class CallerLimit(Action cancelled)
{
    private CancellationTokenRegistration _registration;

    public CancellationToken Token { get; private set; }

    /// <summary>The token has to be looked at once more after the exchange is to be found as under way.</summary>
    public void Watch(CancellationToken token)
    {
        if (token == Token)
        {
            return;
        }

        _registration.Unregister();
        Token = token;
        _registration = token.UnsafeRegister(static state => ((Action)state!)(), cancelled);
    }

    public void Forget() => Watch(CancellationToken.None);
}
