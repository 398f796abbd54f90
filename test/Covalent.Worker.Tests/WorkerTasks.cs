namespace Covalent.Worker.Tests;

public static class WorkerTasks
{
    public static int Add(int left, int right) => left + right;

    public static int Speak(string text)
    {
        Console.WriteLine(text);
        return text.Length;
    }

    public static int Fail(string message) => throw new InvalidOperationException(message);

    public static int Exit(int code)
    {
        Console.WriteLine("leaving");
        Environment.Exit(code);
        return 0;
    }

    public static int FailFast()
    {
        Console.WriteLine("before the end");
        Environment.FailFast("wanted by a test");
        return 0;
    }

    public static int Stuck(string signalFile)
    {
        File.WriteAllText(signalFile, "started");
        using var never = new ManualResetEventSlim();
        never.Wait();
        return 0;
    }

    public static async Task<int> Listen(string signalFile, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(signalFile, "started", CancellationToken.None);
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        return 0;
    }

    public static async Task<int> PrintMuchAndListen(int megabytes, string signalFile, CancellationToken cancellationToken)
    {
        Console.WriteLine("first");
        var line = new string('x', (1 << 20) - 1);
        for (var i = 0; i < megabytes; i++)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine("last");
        return await Listen(signalFile, cancellationToken);
    }

    public static string Folder()
    {
        var here = Environment.CurrentDirectory;
        Environment.CurrentDirectory = "/";
        return here;
    }

    public static int LeaveThread()
    {
        new Thread(() => new ManualResetEventSlim().Wait()).Start();
        return 5;
    }

    public static byte[] Large(int size) => new byte[size];
}
