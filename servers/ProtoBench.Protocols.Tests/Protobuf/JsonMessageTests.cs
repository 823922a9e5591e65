using Google.Protobuf;
using ProtoBench.Protocols.Shared.Protobuf;
using ProtoBench.Protocols.Tests.Protobuf.Generated;

namespace ProtoBench.Protocols.Tests.Protobuf;

/// <summary>JSON to protobuf by descriptors, against Google's own parser with generated code.</summary>
public sealed class JsonMessageTests
{
    private static readonly RpcDescriptors Read =
        ProtoFile.Read(Path.Combine(AppContext.BaseDirectory, "Protobuf", "everything.proto"));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"aDouble":1.5,"aFloat":-2.5e3,"anInt32":-1,"anInt64":"-9223372036854775808","aUint32":4294967295}""")]
    [InlineData("""{"aUint64":"18446744073709551615","aSint32":-5,"aSint64":"7","aFixed32":9,"aFixed64":"10","aSfixed32":-3}""")]
    [InlineData("""{"aSfixed64":-3,"aBool":true,"aString":"häß\n","someBytes":"AAEC/w==","colour":"COLOUR_BLUE"}""")]
    [InlineData("""{"a_double":"NaN","aFloat":"-Infinity","an_int32":1e3,"anInt64":12.0,"some_bytes":"AQ==","colour":1}""")]
    [InlineData("""{"aDouble":0,"aFloat":0.0,"anInt32":"0","aBool":false,"aString":"","someBytes":"","colour":"COLOUR_NONE"}""")]
    [InlineData("""{"maybe":0,"chosenTruth":false,"aString":null,"inner":null,"numbers":null}""")]
    [InlineData("""{"inner":{},"inners":[{"name":"a"},{},{"size":3}],"texts":["","x"],"again":{"again":{"anInt32":4}}}""")]
    [InlineData("""{"numbers":[1,"-2",0],"unpacked":[1,0,3],"colours":["COLOUR_RED",-7,0],"texts":[]}""")]
    [InlineData("""{"byName":{"k":{"size":1}},"byNumber":{"-12":0.5},"byTruth":{"true":"COLOUR_RED"},"calledElse":"x"}""")]
    [InlineData("""{"time":"2026-01-31T12:00:00.123456789Z","duration":"-1.5s","mask":"user.displayName,photo"}""")]
    [InlineData("""{"time":"1969-12-31T23:59:59.5+01:00","duration":"3s"}""")]
    [InlineData("""{"structure":{"a":[1,null,{"b":"c"}]},"value":null,"list":[true,"x"],"nothing":{}}""")]
    [InlineData("""{"wrappedNumber":"5","wrappedText":"","wrappedBytes":"AQ==","wrappedTruth":false,"value":{"x":1}}""")]
    public void The_bytes_are_those_of_Googles_own_parser(string json)
    {
        var expected = JsonParser.Default.Parse<Everything>(json);

        var bytes = JsonMessage.Encode(Read.FindMessage("everything.v1.Everything")!, json);

        Assert.Equal(expected, Everything.Parser.ParseFrom(bytes));
        Assert.Equal(expected.CalculateSize(), bytes.Length);
    }

    [Theory]
    [InlineData("AP/+")]
    [InlineData("AP_-")]
    public void Bytes_may_be_in_either_base64_and_without_padding(string text) => Assert.Equal(
        [0x7a, 3, 0x00, 0xff, 0xfe],
        JsonMessage.Encode(Read.FindMessage("everything.v1.Everything")!, $$"""{"someBytes":"{{text}}"}"""));

    [Theory]
    [InlineData("""{"anInt":1}""", "message: everything.v1.Everything has no field 'anInt'; it has a_double, a_float,")]
    [InlineData("""{"inner":{"size":"big"}}""", "message.inner.size: a whole number from -2147483648 to 2147483647 is wanted, and \"big\" is")]
    [InlineData("""{"anInt32":2147483648}""", "message.an_int32: a whole number")]
    [InlineData("""{"anInt32":1.5}""", "message.an_int32: a whole number")]
    [InlineData("""{"aFloat":1e300}""", "message.a_float: a number that a float can hold")]
    [InlineData("""{"aBool":"true"}""", "message.a_bool: true or false is wanted")]
    [InlineData("""{"aString":3}""", "message.a_string: text is wanted, and 3 is written")]
    [InlineData("""{"someBytes":"?"}""", "message.some_bytes: bytes in base64 is wanted")]
    [InlineData("""{"colour":"RED"}""", "message.colour: one of COLOUR_NONE, COLOUR_RED, COLOUR_BLUE is wanted")]
    [InlineData("""{"numbers":3}""", "message.numbers: a list is wanted")]
    [InlineData("""{"inners":[{},{"size":true}]}""", "message.inners[1].size: a whole number is wanted, and true is written")]
    [InlineData("""{"byName":[]}""", "message.by_name: an object of keys and values is wanted")]
    [InlineData("""{"byNumber":{"x":1}}""", "message.by_number, its key: a whole number")]
    [InlineData("""{"chosenText":"a","chosenTruth":true}""", "message: chosenText and chosenTruth exclude each other (oneof choice)")]
    [InlineData("""{"aBool":true,"a_bool":true}""", "message: the field a_bool is written twice, as aBool and a_bool")]
    [InlineData("""{"time":"yesterday"}""", "message.time: a time such as \"2026-01-31T12:00:00Z\" is wanted")]
    [InlineData("""{"duration":"5"}""", "message.duration: a duration such as \"1.5s\" is wanted")]
    [InlineData("""{"inner":[]}""", "message.inner: an object (everything.v1.Everything.Inner) is wanted, and [] is written")]
    [InlineData("""{"a":""", "the message of type everything.v1.Everything is no JSON:")]
    public void A_mistake_names_the_field_and_what_is_wanted(string json, string start)
    {
        var error = Assert.Throws<ProtoException>(
            () => JsonMessage.Encode(Read.FindMessage("everything.v1.Everything")!, json));

        Assert.StartsWith(start, error.Message, StringComparison.Ordinal);
    }
}
