using Covalent.Quantum;
using QaoaMaxCut;

// Cutting a graph in two so that as many edges as possible are cut, by the quantum approximate optimisation algorithm.
const int Layers = 4;
var graph = Graph.Ring(nodes: 10, chords: [(0, 4), (1, 5), (2, 8), (3, 7), (6, 9)]);
var device = new Device("lightning.qubit", wires: graph.Nodes, seed: 7);
double[] start = [.. Enumerable.Range(0, Layers).SelectMany(layer => new[] { 0.3 * (layer + 1) / Layers, 0.6 * (Layers - layer) / Layers })];

var cut = Circuit.Build(q =>
{
    Qaoa.Ansatz(q, Parameters.Inputs(start), graph, Layers);
    q.Expval(Qaoa.CutSize(graph));
});
var objective = new Objective(
    angles => -(double)device.Execute(cut.Bind(angles)).Get(0),
    angles => [.. device.Gradient(cut, angles).Select(slope => -slope)]);
var result = new AdamOptimizer(stepSize: 0.05).Minimize(objective, start, iterations: 150, tolerance: 1e-9);

var best = graph.BestCut();
Console.WriteLine($"{graph.Nodes} nodes, {graph.Edges.Count} edges, largest cut {best} (by trying all)");
Console.WriteLine($"mean cut: {-result.Values[0]:F3} at the start, {-result.Value:F3} after {result.Iterations} steps");

var sampled = Circuit.Build(q =>
{
    Qaoa.Ansatz(q, result.Parameters, graph, Layers);
    q.Counts();
});
var counts = (IReadOnlyDictionary<string, int>)device.Execute(sampled.WithShots(2000)).Get(0);
Console.WriteLine("most frequent of 2000 samples:");
foreach (var (bits, count) in counts.OrderByDescending(pair => pair.Value).Take(5))
{
    Console.WriteLine($"  {bits}  {count,4} times, cuts {graph.Cut(bits)}");
}

var found = counts.Keys.Max(graph.Cut);
Console.WriteLine($"largest cut sampled: {found}");
return found == best ? 0 : 1;
