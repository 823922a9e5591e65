using System.Buffers;
using System.IO.Pipelines;

namespace ProtoBench.Benchmarks;

/// <summary>A request body that has the same bytes at every read, whatever of it was consumed.</summary>
internal sealed class RepeatingPipeReader(byte[] bytes) : PipeReader
{
    private readonly ReadOnlySequence<byte> _bytes = new(bytes);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => new(Result());

    public override bool TryRead(out ReadResult result)
    {
        result = Result();
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed)
    {
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
    }

    public override void CancelPendingRead()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    private ReadResult Result() => new(_bytes, isCanceled: false, isCompleted: false);
}
