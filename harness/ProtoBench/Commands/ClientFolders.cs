using ProtoBench.Machine.Programs;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Commands;

/// <summary>The working folders of client programs, which a scenario writes relative to its file.</summary>
internal static class ClientFolders
{
    /// <summary>The scenario with whole paths, so that it can be resumed from anywhere.</summary>
    /// <exception cref="UsageException">A folder, or a program in one, is not there.</exception>
    public static Scenario Resolve(Scenario scenario, string folder) =>
        scenario.Clients is { } clients ? scenario with { Clients = [.. clients.Select(client => Resolve(client, folder))] } : scenario;

    private static ClientSide Resolve(ClientSide client, string folder)
    {
        var whole = client.Folder is { } own ? Path.GetFullPath(own, Path.GetFullPath(folder.Length == 0 ? "." : folder)) : null;
        if (whole is not null && !Directory.Exists(whole))
        {
            throw new UsageException($"client '{client.Name}': there is no folder {whole}; 'folder' is relative to the scenario's file");
        }

        if (CommandWords.Program(client.Command) is { } program && program.Contains('/', StringComparison.Ordinal))
        {
            if (whole is null && !Path.IsPathRooted(program))
            {
                throw new UsageException(
                    $"client '{client.Name}': {program} would be looked for in an empty folder; write its whole path, or add folder: .");
            }

            if (ProgramSearch.Find(program, whole) is null)
            {
                throw new UsageException($"client '{client.Name}': there is no program {Path.GetFullPath(program, whole ?? "/")}");
            }
        }

        return client with { Folder = whole };
    }
}
