using Covalent;
using CustomExecutor;
using static Covalent.Workflow;

var detached = new DetachedExecutor();

Node<string> Report(Node<int> upTo)
{
    var primes = Electron(() => Tasks.CountPrimes(upTo), detached);
    return Electron(() => Tasks.Say(upTo, primes));
}

var result = await RunAsync(Report, 2_000_000);
Console.WriteLine(result.Value);

static class Tasks
{
    public static int CountPrimes(int upTo)
    {
        var isComposite = new bool[upTo + 1];
        var count = 0;
        for (var i = 2; i <= upTo; i++)
        {
            if (isComposite[i])
            {
                continue;
            }

            count++;
            for (var j = (long)i * i; j <= upTo; j += i)
            {
                isComposite[j] = true;
            }
        }

        Console.WriteLine($"counted in process {Environment.ProcessId}");
        return count;
    }

    public static string Say(int upTo, int primes) => $"There are {primes} primes up to {upTo}.";
}
