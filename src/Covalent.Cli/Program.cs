using Covalent.Cli;
using Covalent.Cli.Interaction;

Console.OutputEncoding = System.Text.Encoding.UTF8;
return await CovalentCli.RunAsync(args, CommandHost.Process(), CancellationToken.None).ConfigureAwait(false);
