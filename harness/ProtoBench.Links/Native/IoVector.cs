using System.Runtime.InteropServices;

namespace ProtoBench.Links.Native;

/// <summary>A piece of memory for readv(2) and writev(2): struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct IoVector(nint Address, nint Length);
