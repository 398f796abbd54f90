namespace Covalent.Core.Tests.Workflow;

/// <summary>Plain methods that the tests use as electrons. They know nothing of workflows.</summary>
internal static class Tasks
{
    public static int Inc(int x) => x + 1;

    public static int Add(int a, int b) => a + b;

    public static double Half(double x) => x / 2;

    public static string Join(string a, string b) => $"{a} {b}";

    public static double Sum(double[] xs) => xs.Sum();

    public static int Total(IReadOnlyList<int> xs) => xs.Sum();

    public static (int Low, int High) Split(int x) => (x / 2, x - (x / 2));
}
