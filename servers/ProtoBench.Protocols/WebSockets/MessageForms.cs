using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>Which kind of message each of the user's requests is, decided once a request.</summary>
internal sealed class MessageForms(MessageForm form)
{
    private static readonly object TextForm = WebSocketMessageType.Text;
    private static readonly object BinaryForm = WebSocketMessageType.Binary;

    private readonly ConditionalWeakTable<UserRequest, object> _decided = [];

    public WebSocketMessageType Of(UserRequest request) => form switch
    {
        MessageForm.Text => WebSocketMessageType.Text,
        MessageForm.Binary => WebSocketMessageType.Binary,
        _ => ReferenceEquals(_decided.GetValue(request, ByContent), TextForm) ? WebSocketMessageType.Text : WebSocketMessageType.Binary,
    };

    private static object ByContent(UserRequest request) =>
        request.Messages is not [var message, ..] || Utf8.IsValid(message.Span) ? TextForm : BinaryForm;
}
