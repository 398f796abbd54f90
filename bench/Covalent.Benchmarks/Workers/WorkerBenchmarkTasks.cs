namespace Covalent.Benchmarks.Workers;

public static class WorkerBenchmarkTasks
{
    public static int Add(int left, int right) => left + right;

    public static int CpuMicroseconds() => (int)Environment.CpuUsage.TotalTime.TotalMicroseconds;

    public static byte[] Nothing() => [];

    public static int Length(byte[] bytes) => bytes.Length;
}
