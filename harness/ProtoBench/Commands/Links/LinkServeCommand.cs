using ProtoBench.Links;
using ProtoBench.Links.Certification;
using ProtoBench.Links.Native;
using ProtoBench.Links.Serving;
using ProtoBench.Links.Topology;
using ProtoBench.Reading.Links;

namespace ProtoBench.Commands.Links;

/// <summary>
/// <c>protobench link serve PROFILE</c>: the role the trial runner starts. Messages go over standard input and output, one JSON object a
/// line.
/// </summary>
internal static class LinkServeCommand
{
    /// <summary>0 when the input ended, 2 for a wrong profile, 127 where no link can be built.</summary>
    public static int Run(string profileName, LinkOptions options)
    {
        var reading = CertificateTime.Check(LinkProfileCatalog.Load(profileName));
        var server = new LinkServer(Console.In, Console.Out);
        if (reading.Profile is not { Emulated: true } profile)
        {
            server.Refuse(
                reading.Profile is null ? reading.RenderErrors() : $"'{profileName}' is not emulated", "name an emulated link profile");
            return LinkStart.WrongInput;
        }

        return LinkStart.Guarded(() =>
        {
            server.Greet();
            try
            {
                using var link = EmulatedLink.Start(profile, options);
                server.Serve(link);
                return 0;
            }
            catch (LinkUnavailableException error)
            {
                server.Refuse(error.Message, error.Remedy);
                return LinkStart.Unsupported;
            }
        });
    }
}
