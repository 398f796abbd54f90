using Covalent;
using Covalent.Executors;
using IrisSsh;
using IrisSvm;
using static Covalent.Workflow;

// The experiment of sample 03; the training runs on another machine. One word is new: ssh.
SshExecutor ssh = Machine.From(args);

Node<double> RunExperiment(Node<double> c, Node<double> gamma)
{
    var data = Electron(() => Iris.LoadData(7));
    var model = Electron(() => Iris.TrainSvm(data, c, gamma), ssh);
    return Electron(() => Iris.ScoreSvm(data, model));
}

var result = await RunAsync(RunExperiment, 1.0, 0.7);
Console.WriteLine(result.Value);
var training = (await result.GetNodeResultsAsync()).Single(node => node.Name == nameof(Iris.TrainSvm));
Console.WriteLine($"trained on {training.Snapshot.Host}");
