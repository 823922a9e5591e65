using System.Text.Json.Serialization;
using ProtoBench.Model.Links.Evidence;

namespace ProtoBench.Links.Serving;

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
