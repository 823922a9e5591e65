namespace ProtoBench.Trials.Servers;

/// <summary>The folder that one started server has for itself: its configuration, certificate, sockets and whatever it writes.</summary>
internal static class OwnFolders
{
    /// <summary>
    /// A new, empty one under the system's temporary folder, whose path is short enough for a socket (unix(7): 107 bytes). Others may look
    /// into it, because servers that are started by root often give that up.
    /// </summary>
    public static string Create()
    {
        var folder = Directory.CreateTempSubdirectory("protobench-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                    | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        return folder;
    }

    /// <summary>Deletes it; what cannot be deleted is left to the system.</summary>
    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"protobench: {folder} could not be deleted: {error.Message}");
        }
    }
}
