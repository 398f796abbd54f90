using Covalent.Quantum;
using VqeH2;

// The lowest energy of a molecule, found by turning the angles of a circuit downhill.
var device = new Device("lightning.qubit", wires: 4);
var circuit = Circuit.Build(q =>
{
    Hydrogen.Ansatz(q, Parameters.Inputs([0, 0, 0]));
    q.Expval(Hydrogen.Hamiltonian);
});

var objective = new Objective(
    angles => (double)device.Execute(circuit.Bind(angles)).Get(0),
    angles => device.Gradient(circuit, angles));

Console.WriteLine("step   energy (hartree)   above the exact value");
var result = new GradientDescentOptimizer(stepSize: 0.8).Minimize(objective, [0, 0, 0], iterations: 60, tolerance: 1e-10, new Printer());
Console.WriteLine($"found  {result.Value:F9} with angles [{string.Join(", ", result.Parameters.Select(angle => angle.ToString("F6")))}]");
Console.WriteLine($"exact  {Hydrogen.GroundStateEnergy:F9}, difference {result.Value - Hydrogen.GroundStateEnergy:E1}");

var plot = Path.GetFullPath(args is [var path, ..] ? path : "vqe-h2.svg");
File.WriteAllText(plot, EnergyPlot.Draw(result.Values, Hydrogen.GroundStateEnergy));
Console.WriteLine($"plot   {plot}");
return Math.Abs(result.Value - Hydrogen.GroundStateEnergy) < 1e-6 ? 0 : 1;
