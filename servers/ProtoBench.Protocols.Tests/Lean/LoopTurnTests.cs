using System.Net;
using System.Net.Sockets;
using ProtoBench.Protocols.Lean.Loops;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Lean;

/// <summary>What a loop does behind all sockets that were ready together.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LoopTurnTests
{
    [Fact]
    public async Task What_is_put_off_in_a_turn_runs_once_behind_all_that_was_ready()
    {
        var loop = new EventLoop("turn");
        var told = new Told(loop, wanted: 4);
        using var first = new Ready(loop, told, "first");
        using var second = new Ready(loop, told, "second");

        // On the loop's thread, so that it finds both when it looks again.
        loop.Post(new Work(() =>
        {
            first.BeReady();
            second.BeReady();
        }));
        var seen = await told.All.Limited();

        Assert.Equal(["first", "second"], seen.Take(2).Order());
        Assert.Equal(["behind first", "behind second"], seen.Skip(2).Order());
    }

    [Fact]
    public async Task One_that_is_ready_alone_and_work_that_was_posted_put_nothing_off()
    {
        var loop = new EventLoop("turn");
        var told = new Told(loop, wanted: 2);
        using var only = new Ready(loop, told, "only");

        loop.Post(new Work(() =>
        {
            told.Add(loop.TryPutOffInTurn(new Work(() => { })) ? "put off" : "at once");
            only.BeReady();
        }));

        Assert.Equal(["at once", "only, at once"], await told.All.Limited());
        Assert.False(loop.TryPutOffInTurn(new Work(() => { })));
    }

    private sealed class Told(EventLoop loop, int wanted)
    {
        private readonly List<string> _seen = [];
        private readonly TaskCompletionSource<IReadOnlyList<string>> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<string>> All => _all.Task;

        public void Add(string what)
        {
            _seen.Add(loop.IsCurrent ? what : what + " elsewhere");
            if (_seen.Count == wanted)
            {
                _all.SetResult([.. _seen]);
            }
        }
    }

    private sealed class Work(Action what) : ILoopWork
    {
        public void Run() => what();
    }

    /// <summary>A datagram socket that sends to itself, and takes what came when it is told.</summary>
    private sealed class Ready : ILoopMember, IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly EventLoop _loop;
        private readonly Told _told;
        private readonly string _name;
        private readonly ulong _key;

        public Ready(EventLoop loop, Told told, string name)
        {
            (_loop, _told, _name) = (loop, told, name);
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _socket.Connect(_socket.LocalEndPoint!);
            loop.Join(this, (int)_socket.Handle, writes: false, ref _key);
        }

        public void BeReady() => _socket.Send([1]);

        public void OnReady(bool readable, bool writable)
        {
            _socket.Receive(new byte[1]);
            var isPutOff = _loop.TryPutOffInTurn(new Work(() => _told.Add("behind " + _name)));
            _told.Add(isPutOff ? _name : _name + ", at once");
        }

        public void Dispose()
        {
            _loop.Post(new Work(() =>
            {
                _loop.Leave((int)_socket.Handle, _key);
                _socket.Dispose();
            }));
        }
    }
}
