using Covalent.Quantum;
using static Covalent.Quantum.Observable;

var q = new CircuitBuilder();
q.H(0);
q.CNOT(0, 1);
var probabilities = q.Probs(0, 1);
var correlation = q.Expval(Z(0) * Z(1));
var circuit = q.ToCircuit();

Console.WriteLine(circuit.Draw());

// Exact: no shots.
var device = new Device("lightning.qubit", wires: 2, seed: 42);
var exact = device.Execute(circuit);
Console.WriteLine($"probabilities of 00, 01, 10, 11: {string.Join("  ", exact.Get(probabilities).Select(p => $"{p:0.0000}"))}");
Console.WriteLine($"<Z Z> = {exact.Get(correlation):0.0000}: the two qubits always agree");

// The same circuit measured 1000 times; the seed makes every run of this program print the same counts.
var counts = Measurement.Counts(allOutcomes: true, 0, 1);
var sampled = device.Execute(circuit.WithMeasurements(counts).WithShots(1000)).Get(counts);
foreach (var (bits, count) in sampled)
{
    Console.WriteLine($"{bits}  {count,4}  {new string('#', count / 20)}");
}

var picture = args.Length > 0 ? args[0] : "bell.svg";
await File.WriteAllTextAsync(picture, circuit.DrawSvg());
Console.WriteLine($"picture: {picture}");
