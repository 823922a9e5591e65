using System.Text.Json.Serialization;
using ProtoBench.Links.Certification;
using ProtoBench.Links.Serving;

namespace ProtoBench.Links.Commands;

/// <summary>Serializers of what links write.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(LinkCertificate))]
[JsonSerializable(typeof(LinkStatistics))]
[JsonSerializable(typeof(LinkMessage))]
[JsonSerializable(typeof(LinkRequest))]
internal sealed partial class LinkJson : JsonSerializerContext;
