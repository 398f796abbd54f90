using System.Runtime.InteropServices;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Quantum.Simulation.StateVector;

/// <summary>
/// One run of a program on a state. A program is a series of steps, each cut into parts: the tiles of a sweep, or pieces of one call
/// when the whole state is a single tile. How it is cut does not change a bit of the result.
/// </summary>
internal sealed unsafe class ProgramRun : ITeamWork
{
    // Below this size a kernel call is over before another thread could help.
    private const int SharedCallQubits = 14;
    private const int CallParts = 8;

    // A few milliseconds of calls on the largest tile.
    private const int CallsBetweenLooks = 64;

    private readonly KernelProgram _program;
    private readonly void* _amplitudes;
    private readonly PartCounter[] _counters;
    private readonly CancellationToken _cancellationToken;

    private ProgramRun(KernelProgram program, void* amplitudes, int steps, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _program = program;
        _amplitudes = amplitudes;
        _counters = steps == 0 ? [] : new PartCounter[steps];
    }

    /// <summary>Runs a bound program.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the amplitudes are then worth nothing.</exception>
    public static void Start(KernelProgram program, void* amplitudes, int threads, CancellationToken cancellationToken)
    {
        if (threads <= 1 || !IsWorthSharing(program))
        {
            new ProgramRun(program, amplitudes, 0, cancellationToken).RunAlone();
            cancellationToken.ThrowIfCancellationRequested();
            return;
        }

        SimulatorTeam.Run(new ProgramRun(program, amplitudes, program.Sweeps.Sum(Steps) + 1, cancellationToken), threads);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Smallest program that is worth waking other threads for.</summary>
    public static bool IsWorthSharing(KernelProgram program) => program.IndexBits >= SharedCallQubits;

    public void Run(int member)
    {
        var memory = ThreadMemory.Current;
        var span = new TileSpan { Scratch = memory.Scratch((nuint)_program.ScratchBytes) };
        int step = 0;
        foreach (var sweep in _program.Sweeps)
        {
            if (!IsShared(sweep))
            {
                Share(step++, 1, new(sweep, 0), &span, memory, static (run, at, _, span, _) => run.RunInPlace(at.Sweep, span));
            }
            else if (sweep.Tiles > 1)
            {
                Share(step++, (int)sweep.Tiles, new(sweep, 0), &span, memory, static (run, at, tile, span, memory) => run.RunTile(at.Sweep, tile, span, memory));
            }
            else
            {
                Share(step++, 1, new(sweep, 0), &span, memory, static (run, at, _, _, _) => run.Grow(at.Sweep));
                for (int call = 0; call < sweep.Instructions.Length; call++)
                {
                    Share(step++, CallParts, new(sweep, call), &span, memory, static (run, at, part, span, _) => run.RunCallPart(at, part, span));
                }
            }
        }

        Share(step, CallParts, default, &span, memory, static (run, _, part, span, _) => run.ApplyFactor(part, CallParts, span));
    }

    private static bool IsShared(Sweep sweep) => sweep.Tiles > 1 || sweep.ActiveQubits >= SharedCallQubits;

    private static int Steps(Sweep sweep) => sweep.Tiles == 1 && IsShared(sweep) ? 1 + sweep.Instructions.Length : 1;

    private void RunAlone()
    {
        var memory = ThreadMemory.Current;
        var span = new TileSpan { Scratch = memory.Scratch((nuint)_program.ScratchBytes) };
        foreach (var sweep in _program.Sweeps)
        {
            if (sweep.Tiles == 1)
            {
                RunInPlace(sweep, &span);
                continue;
            }

            for (nint tile = 0; tile < sweep.Tiles && !_cancellationToken.IsCancellationRequested; tile++)
            {
                RunTile(sweep, tile, &span, memory);
            }
        }

        ApplyFactor(0, 1, &span);
    }

    /// <summary>The whole active state is one tile.</summary>
    private void RunInPlace(Sweep sweep, TileSpan* span)
    {
        Grow(sweep);
        span->Amplitudes = _amplitudes;
        span->OuterBits = 0;
        RunCalls(sweep, span);
    }

    private void RunTile(Sweep sweep, nint tile, TileSpan* span, ThreadMemory memory)
    {
        int bytes = _program.Kernels.AmplitudeBytes;
        ulong outer = BitInsertion.Deposit((ulong)tile, sweep.OuterMask);
        var start = (byte*)_amplitudes + ((nint)outer * bytes);
        span->OuterBits = outer;
        span->Amplitudes = start;
        if (sweep.Contiguous)
        {
            RunCalls(sweep, span);
            return;
        }

        span->Amplitudes = memory.Tile((nuint)bytes << sweep.TileQubits);
        _program.Kernels.Gather(sweep.Shape, start, span->Amplitudes);
        RunCalls(sweep, span);
        _program.Kernels.Scatter(sweep.Shape, start, span->Amplitudes);
    }

    private void RunCalls(Sweep sweep, TileSpan* span)
    {
        span->TileQubits = sweep.TileQubits;
        var call = _program.Calls + sweep.FirstCall;
        for (var end = call + sweep.Instructions.Length; call < end && !_cancellationToken.IsCancellationRequested;)
        {
            var next = (nint)(end - call) > CallsBetweenLooks ? call + CallsBetweenLooks : end;
            RunCalls(call, next, sweep.TileQubits, span);
            call = next;
        }
    }

    private static void RunCalls(KernelCall* call, KernelCall* end, int tileQubits, TileSpan* span)
    {
        for (; call < end; call++)
        {
            if (call->Kernel != null)
            {
                span->From = 0;
                span->To = (nint)1 << (tileQubits - call->GroupQubits);
                call->Kernel(call, span);
            }
        }
    }

    /// <summary>A piece of one call over the whole active state.</summary>
    private void RunCallPart(Step at, int part, TileSpan* span)
    {
        var call = _program.Calls + at.Sweep.FirstCall + at.Call;
        if (call->Kernel == null)
        {
            return;
        }

        span->Amplitudes = _amplitudes;
        span->OuterBits = 0;
        span->TileQubits = at.Sweep.TileQubits;
        Cut((nint)1 << (span->TileQubits - call->GroupQubits), part, CallParts, span);
        call->Kernel(call, span);
    }

    /// <summary>Programs without any operation that could take the common factor apply it here.</summary>
    private void ApplyFactor(int part, int parts, TileSpan* span)
    {
        var call = _program.Calls + _program.Operations;
        if (call->Kernel == null)
        {
            return;
        }

        span->Amplitudes = _amplitudes;
        Cut((nint)1 << (_program.IndexBits - call->GroupQubits), part, parts, span);
        call->Kernel(call, span);
    }

    private static void Cut(nint groups, int part, int parts, TileSpan* span)
    {
        span->From = (nint)((Int128)groups * part / parts);
        span->To = (nint)((Int128)groups * (part + 1) / parts);
    }

    /// <summary>New qubits of a state that fits into one tile: their amplitudes are set to zero, the very first one to 1.</summary>
    private void Grow(Sweep sweep)
    {
        if (sweep.PreviousQubits == sweep.ActiveQubits)
        {
            return;
        }

        nuint bytes = (nuint)_program.Kernels.AmplitudeBytes;
        nuint old = sweep.PreviousQubits == 0 ? 0 : bytes << sweep.PreviousQubits;
        NativeMemory.Clear((byte*)_amplitudes + old, (bytes << sweep.ActiveQubits) - old);
        if (sweep.PreviousQubits > 0)
        {
            return;
        }

        if (_program.Kernels.Precision == Precision.Double)
        {
            *(double*)_amplitudes = 1;
        }
        else
        {
            *(float*)_amplitudes = 1;
        }
    }

    /// <summary>Takes parts of a step as long as there are any, then waits for those that others took.</summary>
    private void Share(int step, int parts, Step at, TileSpan* span, ThreadMemory memory, Part body)
    {
        ref var counter = ref _counters[step];
        while (counter.TryTake(parts, out int part))
        {
            if (!_cancellationToken.IsCancellationRequested)
            {
                body(this, at, part, span, memory);
            }

            counter.Complete();
        }

        counter.Await(parts);
    }

    private delegate void Part(ProgramRun run, Step at, int part, TileSpan* span, ThreadMemory memory);

    /// <summary>A sweep, and a call of it where calls are steps of their own.</summary>
    private readonly record struct Step(Sweep Sweep, int Call);
}
