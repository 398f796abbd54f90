using System.CommandLine;

namespace Covalent.Cli.Commands.Triggers;

/// <summary><c>covalent triggers</c>: what starts dispatches by itself.</summary>
internal static class TriggersCommand
{
    public static Command Create(CommandHost host) => new VerbCommand(
        "triggers",
        "Have a server start dispatches at times, on files, on rows of a database or on a call.",
        "triggers list",
        "triggers add time 019a1b2c --cron '0 6 * * 1-5' --time-zone Europe/Berlin",
        "triggers add directory 019a1b2c /data/in --pattern '*.csv' --batch 10",
        "triggers stop 019a1c3d")
    {
        TriggerListCommand.Create(host),
        TriggerShowCommand.Create(host),
        TriggerAddCommand.Create(host),
        TriggerSwitchCommand.Create(host, isEnabled: false),
        TriggerSwitchCommand.Create(host, isEnabled: true),
        TriggerDeleteCommand.Create(host),
        TriggerFireCommand.Create(host),
    };
}
