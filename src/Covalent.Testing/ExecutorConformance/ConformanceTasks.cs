using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using static Covalent.Workflow;

namespace Covalent.Testing;

/// <summary>The electrons that <see cref="ExecutorConformance"/> sends through an executor.</summary>
public static class ConformanceTasks
{
    /// <summary>Adds.</summary>
    public static int Add(int left, int right) => left + right;

    /// <summary>Returns the bytes in reverse order.</summary>
    public static byte[] Reverse(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        Array.Reverse(bytes);
        return bytes;
    }

    /// <summary>Repeats a text.</summary>
    public static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    /// <summary>Writes a line to each stream and returns the length of both.</summary>
    public static int Speak(string line, string complaint)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(complaint);
        Console.WriteLine(line);
        Console.Error.WriteLine(complaint);
        return line.Length + complaint.Length;
    }

    /// <summary>Writes a line to each stream, then throws.</summary>
    public static int SpeakAndFail(string line, string complaint)
    {
        Speak(line, complaint);
        return Fail("after speaking");
    }

    /// <summary>Throws an exception with a cause.</summary>
    public static int Fail(string message)
    {
        try
        {
            throw new FormatException("the cause");
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException(message, e);
        }
    }

    /// <summary>Waits until it is told to stop.</summary>
    public static async Task<int> WaitUntilStopped(string signalFile, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(signalFile, "started", CancellationToken.None).ConfigureAwait(false);
        var never = new TaskCompletionSource<int>();
        return await never.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for ever, whatever it is told.</summary>
    public static int Stuck(string signalFile)
    {
        File.WriteAllText(signalFile, "started");
        using var never = new ManualResetEventSlim();
        never.Wait(CancellationToken.None);
        return 0;
    }

    /// <summary>Waits until a file appears, five minutes at most. Its folder must be there.</summary>
    public static async Task<int> WaitForFile(string path, int value, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        await FileNotice.AppearsAsync(path, patience.Token).ConfigureAwait(false);
        return value;
    }

    /// <summary>Tells where it runs.</summary>
    public static string CurrentFolder() => Environment.CurrentDirectory;

    /// <summary>Leaves a file in its current folder and tells its full path.</summary>
    public static string LeaveFile(string name, string contents)
    {
        File.WriteAllText(name, contents);
        return Path.GetFullPath(name);
    }

    /// <summary>Goes elsewhere and stays there.</summary>
    public static string ChangeFolder(string folder)
    {
        Environment.CurrentDirectory = folder;
        return Environment.CurrentDirectory;
    }

    /// <summary>Prints numbered lines.</summary>
    public static int PrintLines(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Console.WriteLine($"line {i}");
        }

        return count;
    }

    /// <summary>Closes both streams after a line; the next task must not notice.</summary>
    public static int CloseStreams()
    {
        Console.WriteLine("last line");
        Console.Out.Close();
        Console.Error.Close();
        return 1;
    }

    /// <summary>Lets a child process print.</summary>
    public static int PrintFromChild(string text)
    {
        using var child = Process.Start(new ProcessStartInfo("sh", ["-c", "printf '%s\\n' \"$1\"", "sh", text]) { UseShellExecute = false })!;
        child.WaitForExit();
        return child.ExitCode;
    }

    /// <summary>Leaves a child process running and tells its id.</summary>
    public static int LeaveChild()
    {
        using var child = Process.Start(new ProcessStartInfo("sleep", ["3600"]) { UseShellExecute = false })!;
        return child.Id;
    }

    /// <summary>The id of the process it runs in.</summary>
    public static int ProcessId() => Environment.ProcessId;

    /// <summary>Speaks, then kills its own process.</summary>
    public static int KillOwnProcess()
    {
        Console.WriteLine("before the end");
        Process.GetCurrentProcess().Kill();
        return 0;
    }

    /// <summary>Prints many lines, then kills its own process.</summary>
    /// <param name="mebibytes">How much to print.</param>
    public static int PrintAndKillOwnProcess(int mebibytes)
    {
        var line = new string('.', 1023);
        for (var i = 0; i < mebibytes << 10; i++)
        {
            Console.WriteLine(line);
        }

        return KillOwnProcess();
    }

    /// <summary>Ends its process as after a bug.</summary>
    public static int FailFast()
    {
        Environment.FailFast("conformance: the end of this process is wanted");
        return 0;
    }

    /// <summary>Ends its process as if all were well.</summary>
    public static int Exit(int code)
    {
        Console.WriteLine("leaving");
        Environment.Exit(code);
        return 0;
    }

    /// <summary>Throws on a thread where nobody catches it.</summary>
    public static int ThrowElsewhere()
    {
        var thread = new Thread(() => throw new InvalidOperationException("nobody catches this"));
        thread.Start();
        thread.Join();
        return 0;
    }

    /// <summary>Takes more memory than there is under a limit.</summary>
    public static int TakeMemory(int megabytes)
    {
        var blocks = new List<byte[]>();
        for (var i = 0; i < megabytes; i++)
        {
            blocks.Add(new byte[1 << 20]);
        }

        return blocks.Count;
    }

    /// <summary>What the electron knows about itself: node, attempt, folder.</summary>
    public static string Context()
    {
        var context = ElectronContext.Current!;
        context.ReportProgress(0.5, "half way");
        context.Attachments["note"] = "\"kept\"";
        context.Logger.Log(LogLevel.Warning, default, "noted", null, static (text, _) => text);
        return string.Create(CultureInfo.InvariantCulture, $"{context.DispatchId} {context.NodeId} {context.Attempt} {context.WorkDir}");
    }

    /// <summary>A sublattice: doubles each of the numbers below <paramref name="count"/> and adds them up.</summary>
    public static Node<int> SumOfDoubles(int count)
    {
        var sum = Electron(() => Add(0, 0));
        for (var i = 0; i < count; i++)
        {
            var (term, soFar) = (i, sum);
            sum = Electron(() => Add(soFar, Add(term, term)));
        }

        return sum;
    }
}
