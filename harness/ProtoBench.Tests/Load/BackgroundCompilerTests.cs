using System.Diagnostics;
using System.Runtime.CompilerServices;
using ProtoBench.Load.Loops;
using Xunit;

namespace ProtoBench.Tests.Load;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class BackgroundCompilerTests
{
    [Fact]
    public void Processor_time_is_the_sum_of_user_and_kernel_time_whatever_the_thread_is_called() =>
        Assert.Equal(45, BackgroundCompiler.TicksOf("7 (.NET ) Tiered) R 1 2 3 4 5 6 7 8 9 10 42 3 0 0 20 0 1 0 99 1000"));

    [Fact]
    public void After_the_end_of_its_process_it_is_idle()
    {
        using var gone = Process.Start("true");
        gone.WaitForExit();
        Assert.Equal(0, new BackgroundCompiler(gone.Id).Ticks());
    }

    [Fact]
    public void Compiling_makes_it_busy()
    {
        var compiler = new BackgroundCompiler(Environment.ProcessId);
        var before = compiler.Ticks();
        var limit = Stopwatch.StartNew();
        for (var i = 0; compiler.Ticks() - before < 2; i++)
        {
            Assert.True(limit.Elapsed < Patience.Limit, "the compiler's thread was never seen to work");

            // A new method each time, called often enough to be worth optimising.
            var compiled = Expressions.Sum(i % 500);
            for (var call = 0; call < 100; call++)
            {
                compiled(call);
            }

            if (i % 100 == 0)
            {
                Thread.Sleep(20);
            }
        }
    }

    private static class Expressions
    {
        /// <summary>Instances of a generic method over distinct value types are distinct methods.</summary>
        public static Func<int, int> Sum(int number) =>
            typeof(Expressions).GetMethod(nameof(Work), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                .MakeGenericMethod(Type(number, depth: 3)).CreateDelegate<Func<int, int>>();

        private static Type Type(int number, int depth) => depth == 0
            ? typeof(int)
            : typeof(ValueTuple<,>).MakeGenericType(Type(number / 8, depth - 1), Primitives[number % 8]);

        private static readonly Type[] Primitives =
            [typeof(byte), typeof(short), typeof(int), typeof(long), typeof(float), typeof(double), typeof(char), typeof(bool)];

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static int Work<T>(int value)
            where T : struct
        {
            var sum = Unsafe.SizeOf<T>();
            for (var i = 0; i < 10; i++)
            {
                sum = (sum * 31) + (value ^ i);
            }

            return sum;
        }
    }
}
