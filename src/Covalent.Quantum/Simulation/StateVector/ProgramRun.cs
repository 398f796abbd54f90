using System.Runtime.InteropServices;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Quantum.Simulation.StateVector;

/// <summary>One run of a program on a state, shared by all members of a team. Threads draw tiles from a common counter.</summary>
internal sealed unsafe class ProgramRun(KernelProgram program, void* amplitudes) : ITeamWork
{
    // Below this size a kernel call is over before another thread could help.
    private const int SharedCallQubits = 14;

    private readonly PaddedCounter[] _counters = new PaddedCounter[program.Sweeps.Length];

    /// <summary>Smallest program that is worth waking other threads for.</summary>
    public static bool IsWorthSharing(KernelProgram program) => program.IndexBits >= SharedCallQubits;

    public void Run(TeamMember member)
    {
        var memory = ThreadMemory.Current;
        var span = new TileSpan { Scratch = memory.Scratch((nuint)program.ScratchBytes) };
        var sweeps = program.Sweeps;
        for (int index = 0; index < sweeps.Length; index++)
        {
            var sweep = sweeps[index];
            if (sweep.Tiles == 1)
            {
                RunInPlace(sweep, &span, member);
            }
            else
            {
                RunTiles(sweep, index, &span, memory);
                member.Meet();
            }
        }

        ApplyFactor(&span, member);
    }

    /// <summary>The whole active state is one tile: members share the groups of every call.</summary>
    private void RunInPlace(Sweep sweep, TileSpan* span, TeamMember member)
    {
        bool shared = member.Count > 1 && sweep.ActiveQubits >= SharedCallQubits;
        if (!shared && member.Index > 0)
        {
            member.Meet();
            return;
        }

        if (member.Index == 0)
        {
            Grow(sweep);
        }

        span->Amplitudes = amplitudes;
        span->OuterBits = 0;
        span->TileQubits = sweep.TileQubits;
        var call = program.Calls + sweep.FirstCall;
        for (var end = call + sweep.Instructions.Length; call < end; call++)
        {
            if (call->Kernel == null)
            {
                continue;
            }

            span->From = 0;
            span->To = (nint)1 << (sweep.TileQubits - call->GroupQubits);
            if (shared)
            {
                member.Meet();
                (span->From, span->To) = member.Share(span->To);
            }

            call->Kernel(call, span);
        }

        member.Meet();
    }

    private void RunTiles(Sweep sweep, int index, TileSpan* span, ThreadMemory memory)
    {
        int bytes = program.Kernels.AmplitudeBytes;
        void* buffer = sweep.Contiguous ? null : memory.Tile((nuint)bytes << sweep.TileQubits);
        span->TileQubits = sweep.TileQubits;
        nint tiles = sweep.Tiles;
        while (true)
        {
            nint tile = (nint)Interlocked.Increment(ref _counters[index].Value) - 1;
            if (tile >= tiles)
            {
                return;
            }

            ulong outer = BitInsertion.Deposit((ulong)tile, sweep.OuterMask);
            var start = (byte*)amplitudes + ((nint)outer * bytes);
            span->OuterBits = outer;
            span->Amplitudes = start;
            if (buffer != null)
            {
                program.Kernels.Gather(sweep.Shape, start, buffer);
                span->Amplitudes = buffer;
            }

            RunCalls(sweep, span);
            if (buffer != null)
            {
                program.Kernels.Scatter(sweep.Shape, start, buffer);
            }
        }
    }

    private void RunCalls(Sweep sweep, TileSpan* span)
    {
        var call = program.Calls + sweep.FirstCall;
        for (var end = call + sweep.Instructions.Length; call < end; call++)
        {
            if (call->Kernel != null)
            {
                span->From = 0;
                span->To = (nint)1 << (sweep.TileQubits - call->GroupQubits);
                call->Kernel(call, span);
            }
        }
    }

    /// <summary>New qubits of a state that fits into one tile: their amplitudes are set to zero, the very first one to 1.</summary>
    private void Grow(Sweep sweep)
    {
        if (sweep.PreviousQubits == sweep.ActiveQubits)
        {
            return;
        }

        nuint bytes = (nuint)program.Kernels.AmplitudeBytes;
        nuint old = sweep.PreviousQubits == 0 ? 0 : bytes << sweep.PreviousQubits;
        NativeMemory.Clear((byte*)amplitudes + old, (bytes << sweep.ActiveQubits) - old);
        if (sweep.PreviousQubits > 0)
        {
            return;
        }

        if (program.Kernels.Precision == Precision.Double)
        {
            *(double*)amplitudes = 1;
        }
        else
        {
            *(float*)amplitudes = 1;
        }
    }

    /// <summary>Programs without any operation that could take the common factor apply it here.</summary>
    private void ApplyFactor(TileSpan* span, TeamMember member)
    {
        var call = program.Calls + program.Operations;
        if (call->Kernel == null)
        {
            return;
        }

        span->Amplitudes = amplitudes;
        (span->From, span->To) = member.Share((nint)1 << (program.IndexBits - call->GroupQubits));
        call->Kernel(call, span);
    }

    /// <summary>A counter on a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct PaddedCounter
    {
        [FieldOffset(0)]
        public long Value;
    }
}
