using System.Text.Json;
using ProtoBench.Links;
using ProtoBench.Links.Certification;
using ProtoBench.Links.Serving;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Reading.Links;

namespace ProtoBench.Commands.Links;

/// <summary><c>protobench link check [PROFILE...]</c>: does this machine emulate the profiles as they are written?</summary>
internal static class LinkCheckCommand
{
    /// <summary>0 when every certificate holds, 1 when one does not, 2 for a wrong profile, 127 where no link can be built.</summary>
    public static int Run(LinkCheckArguments arguments)
    {
        var names = arguments.Profiles.Count > 0 ? arguments.Profiles : LinkProfileCatalog.Names;
        var worst = 0;
        foreach (var name in names)
        {
            worst = Math.Max(
                worst, LinkStart.With(name, profile => Check(profile, arguments), isNothingSuccess: arguments.Profiles.Count == 0));
        }

        return worst;
    }

    private static int Check(LinkProfile profile, LinkCheckArguments arguments)
    {
        using var link = EmulatedLink.Start(profile, arguments.Options);
        var certificate = LinkCertifier.Certify(link, arguments.Level);
        Console.WriteLine(arguments.Json
            ? JsonSerializer.Serialize(certificate, LinkJson.Default.LinkCertificate)
            : LinkText.Certificate(certificate));
        return certificate.Holds ? 0 : 1;
    }
}
