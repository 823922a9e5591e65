using System.Globalization;

namespace ProtoBench.Protocols.Grpc;

/// <summary>Status codes as the wire and the specification write them.</summary>
internal static class GrpcStatusNames
{
    /// <summary>For example <c>12</c>.</summary>
    public static string Wire(GrpcStatus status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    /// <summary>For example <c>DEADLINE_EXCEEDED</c> for 4; the number itself where it is none of the specification's.</summary>
    public static string Name(string wire)
    {
        if (!int.TryParse(wire, NumberStyles.None, CultureInfo.InvariantCulture, out var code) || !Enum.IsDefined((GrpcStatus)code))
        {
            return wire;
        }

        var name = ((GrpcStatus)code).ToString();
        return string.Concat(name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}")).ToUpperInvariant();
    }
}
