using ProtoBench.Protocols.Shared.Protobuf;
using ProtoBench.Protocols.Tests.Quic;

namespace ProtoBench.Protocols.Tests.Protobuf;

/// <summary>Reading <c>.proto</c> files.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ProtoFileTests
{
    [Fact]
    public void Methods_of_a_file_with_imports_are_found_and_others_named()
    {
        var shop = ProtoFile.Read(Path.Combine(AppContext.BaseDirectory, "Sites", "shop.proto"));

        Assert.True(shop.Find("demo.v1.Shop/Chat") is { IsClientStreaming: true, IsServerStreaming: true });
        Assert.Equal(
            "there is no method demo.v1.Shop/Buy; there are demo.v1.Shop/Unary, demo.v1.Shop/Many, demo.v1.Shop/Sum, demo.v1.Shop/Chat",
            Assert.Throws<ProtoException>(() => shop.Find("demo.v1.Shop/Buy")).Message);
    }

    [Theory]
    [InlineData("message A { Nobody b = 1; }", "bad.proto(2,")]
    [InlineData("message A { int32 b = 1;", "bad.proto(2,")]
    [InlineData("import \"missing.proto\"; message A { int32 b = 1; }", "missing.proto")]
    public void A_mistake_is_told_with_file_and_line(string text, string part)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("bad.proto"), $"syntax = \"proto3\";\n{text}\n");

        var error = Assert.Throws<ProtoException>(() => ProtoFile.Read(folder.File("bad.proto")));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() => Assert.Equal(
        "there is no file nowhere.proto", Assert.Throws<ProtoException>(() => ProtoFile.Read("nowhere.proto")).Message);

    [Fact]
    public void Required_fields_and_groups_of_the_old_syntax_are_known()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("old.proto"), """
            syntax = "proto2";
            message Old {
              required int32 must = 1;
              optional group Part = 2 { optional string x = 1; }
            }
            """);
        var type = ProtoFile.Read(folder.File("old.proto")).FindMessage("Old")!;

        Assert.Equal([0x08, 0, 0x13, 0x0a, 1, (byte)'a', 0x14], JsonMessage.Encode(type, """{"must":0,"part":{"x":"a"}}"""));
        Assert.Equal(
            "message: Old needs the field must", Assert.Throws<ProtoException>(() => JsonMessage.Encode(type, "{}")).Message);
    }
}
