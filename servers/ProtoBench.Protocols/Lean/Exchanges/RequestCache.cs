using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Lean.Exchanges;

/// <summary>The requests that a connection has sent, with their octets. Not thread-safe.</summary>
/// <param name="calls">How requests are made of calls; null: they are what they are.</param>
/// <param name="write">Makes the octets of a request, where they stay the same; null: they are made when it is sent.</param>
internal sealed class RequestCache(ILeanCalls? calls = null, Func<LeanRequest, ReadOnlyMemory<byte>>? write = null)
{
    private readonly Dictionary<UserRequest, LeanRequest> _known = new(ReferenceEqualityComparer.Instance);
    private LeanRequest? _last;

    public LeanRequest Exchange(int requestBytes, int responseBytes)
    {
        if (_last is { User: null } last && last.BodyBytes == requestBytes && last.ResponseBytes == responseBytes)
        {
            return last;
        }

        return _last = Write(calls?.Exchange(requestBytes, responseBytes) ?? LeanRequest.Exchange(requestBytes, responseBytes));
    }

    public LeanRequest Of(UserRequest user)
    {
        if (ReferenceEquals(_last?.User, user))
        {
            return _last;
        }

        if (!_known.TryGetValue(user, out var request))
        {
            request = Write(calls?.Of(user) ?? LeanRequest.Of(user));
            _known.Add(user, request);
        }

        return _last = request;
    }

    private LeanRequest Write(LeanRequest request)
    {
        if (write is not null)
        {
            request.Octets = write(request);
        }

        return request;
    }
}
