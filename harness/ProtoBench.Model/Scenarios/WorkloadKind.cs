namespace ProtoBench.Model.Scenarios;

public enum WorkloadKind
{
    /// <summary>Requests and their complete responses.</summary>
    Exchange,

    /// <summary>Bulk data from server to client, measured at the client.</summary>
    Download,

    /// <summary>Bulk data from client to server, measured at the server.</summary>
    Upload,
}
