namespace Covalent.Benchmarks.Engine;

/// <summary>Task bodies that do next to nothing, so that what is measured is the engine.</summary>
internal static class EngineTasks
{
    public static int One() => 1;

    public static int Next(int before) => before + 1;

    public static int Sum(int a, int b, int c) => a + b + c;
}
