using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Reading.Scenarios;

/// <summary>
/// What a scenario's servers take from files: read once, before anything starts, and from then on part of the scenario. What is edited
/// while a run goes, or before it is resumed, changes nothing.
/// </summary>
public static class ScenarioServers
{
    private const long MostBytes = 1024 * 1024;

    /// <summary>Reads the files of every server.</summary>
    /// <param name="scenario">As it was read.</param>
    /// <param name="folder">The folder that the files it names are relative to.</param>
    /// <returns>The scenario with their texts, and what is wrong, each a sentence with its remedy.</returns>
    public static (Scenario Scenario, IReadOnlyList<string> Errors) Resolve(Scenario scenario, string folder)
    {
        if (scenario.Servers is not { } servers)
        {
            return (scenario, []);
        }

        var errors = new List<string>();
        return (scenario with
        {
            Servers = [.. servers.Select(server => Resolved(server, Path.GetFullPath(folder.Length == 0 ? "." : folder), errors))],
        }, errors);
    }

    private static ServerSide Resolved(ServerSide server, string folder, List<string> errors)
    {
        var place = $"servers.{server.Name}";
        var working = server.Folder is { } written ? Path.GetFullPath(written, folder) : null;
        if (working is not null && !Directory.Exists(working))
        {
            errors.Add($"{place}.folder: there is no folder {working}");
        }

        return server with
        {
            Folder = working,
            Files = FilesOf(server, working ?? folder, place, errors),
            Tls = server.Tls with
            {
                Authority = server.Tls.Authority is { } authority ? Pem(authority, "authority", needsKey: false) : null,
                ClientFile = server.Tls.ClientFile is { } client ? ClientOf(client) : null,
            },
        };

        string? Pem(string file, string key, bool needsKey)
        {
            var text = Read(Path.GetFullPath(file, folder), $"{place}.{key}", errors);
            foreach (var wanted in text is null ? [] : needsKey ? new[] { "CERTIFICATE", "PRIVATE KEY" } : ["CERTIFICATE"])
            {
                if (!text!.Contains($"{wanted}-----", StringComparison.Ordinal))
                {
                    errors.Add($"{place}.{key}: {file} has no {wanted} in PEM in it");
                }
            }

            return text;
        }

        string ClientOf(string file)
        {
            Pem(file, "client-certificate", needsKey: true);
            return Path.GetFullPath(file, folder);
        }
    }

    // What stands in the scenario comes first; what the command names beside that must be a file beside it, or be made by the command.
    private static Dictionary<string, string>? FilesOf(ServerSide server, string folder, string place, List<string> errors)
    {
        var files = new Dictionary<string, string>(server.Files ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var name in SidePlaceholders.FilesIn(server.Command ?? "").Where(name => !files.ContainsKey(name)))
        {
            if (File.Exists(Path.Combine(folder, name)) && Read(Path.Combine(folder, name), place, errors) is { } text)
            {
                files[name] = text;
            }
        }

        return files.Count > 0 ? files : null;
    }

    private static string? Read(string path, string place, List<string> errors)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                errors.Add($"{place}: {path} has more than 1 MiB");
                return null;
            }

            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{place}: {error.Message}");
            return null;
        }
    }
}
