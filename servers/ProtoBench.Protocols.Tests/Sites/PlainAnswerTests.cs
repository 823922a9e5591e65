using System.Text;
using ProtoBench.Protocols.Shared.Sites;

namespace ProtoBench.Protocols.Tests.Sites;

public sealed class PlainAnswerTests
{
    [Theory]
    [InlineData("", PlainSpeaker.Silent, "nothing")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nServer: x", PlainSpeaker.Http1, "'HTTP/1.1 400 Bad Request'")]
    [InlineData("\x15\x03\x01\x00\x02\x02\x46", PlainSpeaker.Tls, "with a TLS record")]
    [InlineData("\x00\x00\x06\x04\x00\x00\x00\x00\x00", PlainSpeaker.Http2, "with a frame of HTTP/2")]
    [InlineData("220 mail\x01 ready\r\n", PlainSpeaker.Other, "'220 mail. ready'")]
    public void The_first_bytes_tell_who_speaks(string first, object speaker, string said) => Assert.Equal(
        new PlainAnswer((PlainSpeaker)speaker, said), PlainAnswer.Of(Encoding.Latin1.GetBytes(first)));

    [Theory]
    [InlineData("error:0A00045C:SSL routines::tlsv13 alert certificate required", 116)]
    [InlineData("error:0A000410:SSL routines::sslv3 alert handshake failure", 40)]
    [InlineData("error:0A00010B:SSL routines::wrong version number", null)]
    [InlineData("Cannot determine the frame size", null)]
    public void An_alert_is_read_from_the_number_of_the_error(string message, int? alert) =>
        Assert.Equal(alert, TlsAlert.In(new IOException("broken", new InvalidOperationException(message))));
}
