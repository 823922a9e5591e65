using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Hpack;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>
/// The header blocks of a connection's requests, each written again only after the table has changed. They are to be sent in the order in
/// which they are asked for, because the server's table follows them.
/// </summary>
internal sealed class HeaderBlocks(string scheme, string authority)
{
    public HeaderTable Table { get; } = new();

    public ReadOnlyMemory<byte> Of(LeanRequest request)
    {
        if (request.Generation != Table.Generation)
        {
            var before = Table.Generation;
            request.Octets = HeaderBlock.Write(request, scheme, authority, Table);

            // A block that adds fields is for once: the next one names them by their indices.
            request.Generation = Table.Generation == before ? before : LeanRequest.NotWritten;
        }

        return request.Octets;
    }
}
