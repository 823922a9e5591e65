using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Lean.Exchanges;

/// <summary>The requests that a connection has sent, with their octets. Not thread-safe.</summary>
/// <param name="write">Makes the octets of a request.</param>
/// <param name="calls">How requests are made of calls; null: they are what they are.</param>
internal sealed class RequestCache(Func<LeanRequest, ReadOnlyMemory<byte>> write, ILeanCalls? calls = null)
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
        request.Octets = write(request);
        return request;
    }
}
