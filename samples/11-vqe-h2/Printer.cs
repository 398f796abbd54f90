using Covalent.Quantum;

namespace VqeH2;

internal sealed class Printer : IProgress<OptimizationStep>
{
    public void Report(OptimizationStep value)
    {
        if (value.Iteration is 1 or 2 or 3 or 5 || value.Iteration % 10 == 0)
        {
            Console.WriteLine($"{value.Iteration,4}   {value.Value,16:F9}   {value.Value - Hydrogen.GroundStateEnergy,12:E2}");
        }
    }
}
