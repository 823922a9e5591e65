using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Requests;
using ProtoBench.Protocols;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>Whether a protocol can send what the user's requests say, to the server that an arm names.</summary>
internal static class RequestFit
{
    /// <summary>The reason against it, without a full stop; null: it can.</summary>
    public static string? WhyNot(Workload workload, Arm arm, IProtocol protocol)
    {
        var ours = arm.Server is null;
        if (workload.Requests is null && ours)
        {
            return null;
        }

        if (!protocol.Traits.SendsRequests)
        {
            return $"{protocol.Name} sends ProtoBench's own messages; requests with paths and headers are for "
                + string.Join(", ", ProtocolCatalog.All.Where(one => one.Traits.SendsRequests).Select(one => one.Name));
        }

        var requests = workload.Requests ?? [];
        return protocol.Traits.RequestForm switch
        {
            RequestForm.Echo or RequestForm.Message when ours =>
                $"our server of {protocol.Name} answers ProtoBench's own messages; requests need a server of yours",
            RequestForm.Echo when requests.Count == 0 || requests.Any(HasNoMessage) =>
                $"{protocol.Name} waits for the echo of a message; give every request a body",
            RequestForm.Call when requests.Count == 0 || requests.Any(request => request.Rpc is null) =>
                $"{protocol.Name} calls methods; say rpc: package.Service/Method in every request",
            not RequestForm.Call when requests.Any(request => request.Rpc is not null) => $"{protocol.Name} has no calls (rpc:)",
            _ => null,
        };
    }

    private static bool HasNoMessage(RequestSpec request) => request.Rpc is null && request.BodyLength is null or 0;
}
