using ProtoBench.Links;
using ProtoBench.Links.Certification;
using ProtoBench.Links.Native;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Reading.Links;

namespace ProtoBench.Commands.Links;

/// <summary>What all commands begin with: a user namespace where needed, and a profile.</summary>
internal static class LinkStart
{
    /// <summary>Wrong input, as everywhere in ProtoBench.</summary>
    public const int WrongInput = 2;

    /// <summary>Cannot run here.</summary>
    public const int Unsupported = 127;

    /// <summary>
    /// Loads the profile, makes this process root of a user namespace when it has to be, and runs the work; errors become sentences and
    /// exit codes.
    /// </summary>
    /// <param name="profileName">A shipped profile's name, or a file.</param>
    /// <param name="work">Gets the profile and returns the exit code.</param>
    /// <param name="isNothingSuccess">Whether a profile that is not emulated is well for want of work, as in a list of all of them;
    /// otherwise it is the wrong one.</param>
    public static int With(string profileName, Func<LinkProfile, int> work, bool isNothingSuccess = false)
    {
        var reading = CertificateTime.Check(LinkProfileCatalog.Load(profileName));
        if (reading.Profile is not { } profile)
        {
            Console.Error.Write(reading.RenderErrors());
            return WrongInput;
        }

        if (!profile.Emulated)
        {
            Console.Error.WriteLine(
                $"{profile.Name}: not emulated, programs talk over the host's own loopback; there is nothing to build or to check.");
            return isNothingSuccess ? 0 : WrongInput;
        }

        if (LinkNotes.OtherThanShipped(profileName) is { } note && !UserNamespace.IsInside)
        {
            Console.Error.WriteLine(note);
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
