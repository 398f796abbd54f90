using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.StateVector;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Benchmarks.Quantum;

/// <summary>Reads, multiplies and writes every amplitude once: the unit in which circuit times are comparable.</summary>
internal sealed unsafe class MemoryPass : IDisposable
{
    private readonly NativeArena arena = new();

    private readonly StateVector state;

    private readonly KernelCall* call;

    public MemoryPass(StateVector state)
    {
        this.state = state;
        call = arena.Allocate<KernelCall>(1);
        call->Coefficients = arena.AllocateBytes((nuint)state.Kernels.CoefficientBytes);
        state.Kernels.BindScale(call, -1);
    }

    public void Run(int threads)
    {
        var chunks = new Chunks(state.IndexBits);
        TeamLoop.Run(chunks.Count, threads, chunk =>
        {
            var span = new TileSpan
            {
                Amplitudes = state.Amplitudes,
                From = chunks[chunk].From >> call->GroupQubits,
                To = chunks[chunk].To >> call->GroupQubits,
            };
            call->Kernel(call, &span);
        });
    }

    public void Dispose() => arena.Dispose();
}
