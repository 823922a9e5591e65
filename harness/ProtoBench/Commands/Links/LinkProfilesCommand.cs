using ProtoBench.Reading.Links;

namespace ProtoBench.Commands.Links;

/// <summary><c>protobench link profiles</c>.</summary>
internal static class LinkProfilesCommand
{
    public static int Run()
    {
        foreach (var name in LinkProfileCatalog.Names)
        {
            var reading = LinkProfileCatalog.Load(name);
            Console.WriteLine($"{name,-14} {reading.Profile?.Title ?? reading.RenderErrors()}");
        }

        return 0;
    }
}
