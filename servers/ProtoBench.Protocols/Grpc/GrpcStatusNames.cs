using System.Globalization;
using Grpc.Core;

namespace ProtoBench.Protocols.Grpc;

/// <summary>Status codes as the specification writes them (grpc/grpc, doc/statuscodes.md).</summary>
internal static class GrpcStatusNames
{
    /// <summary>For example <c>4 (DEADLINE_EXCEEDED)</c>; the number alone where it is none of the specification's.</summary>
    public static string Of(StatusCode code)
    {
        var number = ((int)code).ToString(CultureInfo.InvariantCulture);
        if (!Enum.IsDefined(code) || code == StatusCode.OK)
        {
            return code == StatusCode.OK ? "0 (OK)" : number;
        }

        var words = code.ToString().Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}");
        return $"{number} ({string.Concat(words).ToUpperInvariant()})";
    }
}
