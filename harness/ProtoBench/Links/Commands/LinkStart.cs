using ProtoBench.Links.Profiles;

namespace ProtoBench.Links.Commands;

/// <summary>What all commands begin with: a user namespace where needed, and a profile.</summary>
internal static class LinkStart
{
    /// <summary>Wrong input, as everywhere in ProtoBench.</summary>
    public const int WrongInput = 2;

    /// <summary>Cannot run here.</summary>
    public const int Unsupported = 127;

    /// <summary>Loads the profile, makes this process root of a user namespace when it has to be, and runs the work; errors become sentences and exit codes.</summary>
    public static int With(string profileName, Func<LinkProfile, int> work)
    {
        var reading = LinkProfileCatalog.Load(profileName);
        if (reading.Profile is not { } profile)
        {
            Console.Error.Write(reading.RenderErrors());
            return WrongInput;
        }

        if (!profile.Emulated)
        {
            Console.Error.WriteLine($"{profile.Name}: not emulated, programs talk over the host's own loopback; there is nothing to build or to check.");
            return 0;
        }

        return Guarded(() => work(profile));
    }

    /// <summary>Runs work that builds links.</summary>
    public static int Guarded(Func<int> work)
    {
        try
        {
            if (UserNamespace.IsNeeded)
            {
                UserNamespace.Reenter([.. Environment.GetCommandLineArgs().Skip(1)]);
            }

            return work();
        }
        catch (LinkUnavailableException error)
        {
            Console.Error.WriteLine($"protobench: no emulated link here: {error.Message}\n  help: {error.Remedy}");
            return Unsupported;
        }
    }
}
