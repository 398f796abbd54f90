using Covalent.Quantum;

namespace QaoaMaxCut;

/// <summary>The circuit and the observable of Farhi, Goldstone and Gutmann (2014).</summary>
internal static class Qaoa
{
    public static void Ansatz(CircuitBuilder q, Parameters angles, Graph graph, int layers)
    {
        for (var node = 0; node < graph.Nodes; node++)
        {
            q.Hadamard(node);
        }

        for (var layer = 0; layer < layers; layer++)
        {
            foreach (var (from, to) in graph.Edges)
            {
                q.IsingZZ(angles[2 * layer] * -1, from, to);
            }

            for (var node = 0; node < graph.Nodes; node++)
            {
                q.RX(angles[(2 * layer) + 1] * 2, node);
            }
        }
    }

    /// <summary>Σ (1 − ZZ)/2 over the edges.</summary>
    public static Observable CutSize(Graph graph) => Observable.Hamiltonian(
        [.. graph.Edges.Select(_ => -0.5), 0.5 * graph.Edges.Count],
        [.. graph.Edges.Select(edge => Observable.Z(edge.From) * Observable.Z(edge.To)), Observable.I(0)]);
}
