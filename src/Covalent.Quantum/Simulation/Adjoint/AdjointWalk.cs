using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Quantum.Simulation.Adjoint;

/// <summary>One walk back with ψ and λ side by side: both states pass through the same tiles while these are in the cache.</summary>
internal sealed unsafe class AdjointWalk(AdjointPlan plan, void* ket, void* bra, CancellationToken cancellationToken) : ITeamWork
{
    private readonly PartCounter[] _counters = new PartCounter[plan.Sweeps.Length];
    private readonly double[]?[][] _parts = [.. plan.Sweeps.Select(static sweep => new double[]?[sweep.Tiles])];

    public void Run(int member)
    {
        var memory = ThreadMemory.Current;
        void* scratch = memory.Scratch((nuint)plan.ScratchBytes);
        for (int index = 0; index < plan.Sweeps.Length; index++)
        {
            int tiles = (int)plan.Sweeps[index].Tiles;
            while (_counters[index].TryTake(tiles, out int tile))
            {
                if (!cancellationToken.IsCancellationRequested)
                {
                    _parts[index][tile] = RunTile(plan.Sweeps[index], tile, scratch, memory);
                }

                _counters[index].Complete();
            }

            _counters[index].Await(tiles);
        }
    }

    /// <summary>Adds the derivatives to those by the circuit's parameters; sums tiles in their order, whoever ran them.</summary>
    public void Finish(Span<double> gradient)
    {
        double norm = 1;
        for (int index = 0; index < plan.Sweeps.Length; index++)
        {
            var sweep = plan.Sweeps[index];
            var sums = new double[plan.Sums(sweep)];
            foreach (var part in _parts[index])
            {
                for (int sum = 0; sum < sums.Length; sum++)
                {
                    sums[sum] += part![sum];
                }
            }

            for (int call = sweep.FirstCall; call < sweep.FirstCall + sweep.Instructions.Length; call++)
            {
                foreach (var probe in plan.Before(call))
                {
                    var own = sums.AsSpan(probe.Offset, probe.Sums);
                    foreach (ref double sum in own)
                    {
                        // The kernels left common factors out of both states.
                        sum *= norm * norm;
                    }

                    probe.Finish(own, plan.Gates, gradient);
                }

                norm *= plan.Binder.LeftOut(call);
            }
        }
    }

    private double[] RunTile(Sweep sweep, int tile, void* scratch, ThreadMemory memory)
    {
        int bytes = plan.Kernels.AmplitudeBytes;
        ulong outer = BitInsertion.Deposit((ulong)tile, sweep.OuterMask);
        var (ketStart, braStart) = ((nint)ket + ((nint)outer * bytes), (nint)bra + ((nint)outer * bytes));
        var (ketTile, braTile) = (ketStart, braStart);
        if (!sweep.Contiguous)
        {
            ketTile = (nint)memory.Tile((nuint)bytes << sweep.TileQubits);
            braTile = (nint)memory.SecondTile((nuint)bytes << sweep.TileQubits);
            plan.Kernels.Gather(sweep.Shape, (void*)ketStart, (void*)ketTile);
            plan.Kernels.Gather(sweep.Shape, (void*)braStart, (void*)braTile);
        }

        var sums = new double[plan.Sums(sweep)];
        RunCalls(sweep, new((void*)braTile, (void*)ketTile, sweep.TileQubits, outer, scratch), sums);
        if (!sweep.Contiguous)
        {
            plan.Kernels.Scatter(sweep.Shape, (void*)ketStart, (void*)ketTile);
            plan.Kernels.Scatter(sweep.Shape, (void*)braStart, (void*)braTile);
        }

        return sums;
    }

    private void RunCalls(Sweep sweep, in GradientTile tile, double[] sums)
    {
        var span = new TileSpan { OuterBits = tile.OuterBits, Scratch = tile.Scratch, TileQubits = tile.TileQubits };
        fixed (double* first = sums)
        {
            for (int index = sweep.FirstCall; index < sweep.FirstCall + sweep.Instructions.Length; index++)
            {
                var call = plan.Calls + index;
                var probes = plan.Before(index);
                if (probes is [ChainProbe chain] && call->Kernel != null)
                {
                    ChainProbe.ReadAndUndo(plan.Kernels.Gradients, tile, call, first + chain.Offset);
                    continue;
                }

                foreach (var probe in probes)
                {
                    probe.Read(plan.Kernels.Gradients, tile, first + probe.Offset);
                }

                if (call->Kernel != null)
                {
                    span.From = 0;
                    span.To = (nint)1 << (sweep.TileQubits - call->GroupQubits);
                    span.Amplitudes = tile.Ket;
                    call->Kernel(call, &span);
                    span.Amplitudes = tile.Bra;
                    call->Kernel(call, &span);
                }
            }
        }
    }
}
