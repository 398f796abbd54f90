namespace Covalent.Worker;

internal static class Program
{
    private static int Main() => 64;
}
