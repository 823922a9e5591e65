using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Protocols.Lean.Servers;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>The lean server's side of one byte stream: answers <see cref="FrameKind.Exchange"/>.</summary>
internal sealed class LeanFrames(EndpointSettings settings) : Conversation
{
    private readonly bool _verifyContent = settings.VerifyContent;
    private readonly ServerWork _work = new(settings.ServerWork);
    private RequestFrame _request;
    private int _seen;
    private bool _inPayload;

    public override int Take(ReadOnlySpan<byte> bytes, AnswerQueue answers)
    {
        var taken = 0;
        while (true)
        {
            if (!_inPayload)
            {
                if (bytes.Length - taken < RequestFrame.HeaderBytes || !answers.HasRoom())
                {
                    return taken;
                }

                _request = RequestFrame.Read(bytes[taken..]);
                if (_request.Kind != FrameKind.Exchange)
                {
                    throw new InvalidDataException($"the lean server answers exchanges only, not {_request}");
                }

                taken += RequestFrame.HeaderBytes;
                (_seen, _inPayload) = (0, true);
            }

            var part = Math.Min(bytes.Length - taken, _request.PayloadBytes - _seen);
            Payload.VerifyIf(_verifyContent, bytes.Slice(taken, part), _seen);
            taken += part;
            _seen += part;
            if (_seen < _request.PayloadBytes)
            {
                return taken;
            }

            _inPayload = false;
            _work.Do();
            BinaryPrimitives.WriteInt32LittleEndian(answers.Reserve(), _request.Argument);
            answers.Written(RequestFrame.ResponseHeaderBytes);
            answers.AddPayload(_request.Argument);
        }
    }
}
