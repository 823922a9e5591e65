using System.Security.Cryptography;
using ProtoBench.Contract;
using ProtoBench.Model.Scenarios.Requests;

namespace ProtoBench.Load.Requests;

/// <summary>Files with the bodies of requests.</summary>
internal static class BodyFiles
{
    /// <summary>What a file is now, or why it cannot be a body.</summary>
    public static (BodyFileContent? Content, string? Fault) Look(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > ProtocolTraits.LargestMessageBytes)
            {
                return (null, $"it has {file.Length:N0} bytes, and a body has at most 16 MiB");
            }

            var bytes = File.ReadAllBytes(path);
            return (new BodyFileContent(file.FullName, bytes.Length, HashOf(bytes)), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : error.Message);
        }
    }

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
