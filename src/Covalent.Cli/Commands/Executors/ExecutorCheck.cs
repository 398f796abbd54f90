using Covalent.Cli.Interaction;
using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Engine;
using Covalent.Executors;

namespace Covalent.Cli.Commands.Executors;

/// <summary>Tries executors by running a real task on them, with this tool as the application that is sent. Nothing is recorded.</summary>
internal sealed class ExecutorCheck(CommandHost host, CovalentConfiguration configuration, ExecutorRegistry registry)
{
    /// <summary>Makes the local executor use a worker process, whatever is configured. Default: false.</summary>
    public bool InWorkerProcess { get; init; }

    /// <summary>Where this tool's own files are prepared for sending. Default: the data folder, so that the next check finds them.</summary>
    public string Folder { get; init; } = configuration.DataFolder;

    /// <summary>Tries those that have no problems, all at the same time.</summary>
    public async Task<List<ExecutorState>> RunAsync(List<ExecutorState> states, TimeSpan patience, CancellationToken cancellationToken)
    {
        var bundle = ApplicationBundle.For(Folder, host.Clock);
        var own = await bundle.GetAsync(cancellationToken).ConfigureAwait(false);
        var engine = new EmbeddedDispatcher(EmbeddedClient.Options(configuration, Folder) with
        {
            InMemory = true,
            Executors = Create,
            OwnBundle = own.Manifest?.Id,
            EnsureBundle = async token => (await bundle.GetAsync(token).ConfigureAwait(false)).Manifest?.Id,
        });
        await using (engine.ConfigureAwait(false))
        {
            return [.. await Task.WhenAll(states.Select(state => TryAsync(engine, state, patience, cancellationToken))).ConfigureAwait(false)];
        }
    }

    private Executor? Create(ExecutorSpec spec)
    {
        var executor = registry.Create(spec);
        if (InWorkerProcess && executor is LocalExecutor local)
        {
            local.Mode = LocalExecutor.Process;
        }

        // Whoever looks wants to know what is wrong now, not whether it is better in a minute.
        if (executor is SshConnectedExecutor connected)
        {
            connected.RetryConnect = false;
        }

        return executor;
    }

    private async Task<ExecutorState> TryAsync(EmbeddedDispatcher engine, ExecutorState state, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (state.Problems.Count > 0)
        {
            return state;
        }

        using var limit = new CancellationTokenSource(patience, host.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var start = host.Clock.GetTimestamp();
        try
        {
            var answer = await AskAsync(engine, state.Name, either.Token).ConfigureAwait(false);
            return state with { Check = new ExecutorCheckResult(true, $"{answer} after {TimeText.Duration(host.Clock.GetElapsedTime(start))}") };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return state with { Check = new ExecutorCheckResult(false, $"no answer within {TimeText.Duration(patience)}; look at the back end's own queue, or wait longer with --timeout") };
        }
        catch (WorkflowFailedException e) when (e.FailedNodes is [{ Failure: { } failure }, ..])
        {
            // The dispatch of a check is gone when it is read about.
            return state with { Check = new ExecutorCheckResult(false, failure.Message.Split('\n')[0]) };
        }
        catch (CovalentException e)
        {
            return state with { Check = new ExecutorCheckResult(false, e.Message.Split('\n')[0]) };
        }
    }

    private static async Task<string> AskAsync(EmbeddedDispatcher engine, string executor, CancellationToken cancellationToken)
    {
        using var _ = ClientProvider.Use(engine);
        var id = await Workflow.DispatchAsync(Probe, new DispatchOptions { Executor = new ExecutorSpec(executor) }, cancellationToken).ConfigureAwait(false);
        try
        {
            var result = await Workflow.GetResultAsync<string>(id, wait: true, ConsoleProgress.Off, cancellationToken).ConfigureAwait(false);
            return result.Value;
        }
        catch (OperationCanceledException)
        {
            await engine.CancelAsync(id, cancellationToken: CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static Node<string> Probe() => Workflow.Electron(() => ProbeTask.Answer());
}

/// <summary>The task of the check.</summary>
internal static class ProbeTask
{
    public static string Answer() => $"ran on {Environment.MachineName}, .NET {Environment.Version}";
}
