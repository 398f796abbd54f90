using IrisSvm;

var data = Iris.LoadData(7);
var model = Iris.TrainSvm(data, 1.0, 0.7);
Console.WriteLine(Iris.ScoreSvm(data, model));
