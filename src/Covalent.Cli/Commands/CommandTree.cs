using System.CommandLine;
using Covalent.Cli.Commands.Archives;
using Covalent.Cli.Commands.Circuits;
using Covalent.Cli.Commands.Cluster;
using Covalent.Cli.Commands.Completion;
using Covalent.Cli.Commands.Configuration;
using Covalent.Cli.Commands.Dispatches;
using Covalent.Cli.Commands.Doctor;
using Covalent.Cli.Commands.Executors;
using Covalent.Cli.Commands.Service;
using Covalent.Cli.Commands.Triggers;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands;

/// <summary>All verbs.</summary>
internal static class CommandTree
{
    public static RootCommand Create(CommandHost host)
    {
        var root = new RootCommand("Covalent: workflows and quantum circuits.")
        {
            StartCommand.Create(host),
            StopCommand.Create(host),
            RestartCommand.Create(host),
            StatusCommand.Create(host),
            LogsCommand.Create(host),
            PurgeCommand.Create(host),
            DbCommand.Create(host),
            TokenCommand.Create(host),
            ListCommand.Create(host),
            ShowCommand.Create(host),
            WatchCommand.Create(host),
            ResultCommand.Create(host),
            OutputCommand.Create(host, OutputStream.Stdout),
            OutputCommand.Create(host, OutputStream.Stderr),
            CancelCommand.Create(host),
            RedispatchCommand.Create(host),
            ResumeCommand.Create(host),
            DeleteCommand.Create(host),
            ExportCommand.Create(host),
            ImportCommand.Create(host),
            TriggersCommand.Create(host),
            ExecutorsCommand.Create(host),
            ConfigCommand.Create(host),
            DoctorCommand.Create(host),
            CompletionCommand.Create(host),
            CircuitCommand.Create(host.Terminal),
            ClusterCommand.Create(host),
        };
        HelpWithExamples.AddTo(root);
        return root;
    }
}
