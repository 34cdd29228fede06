"""Tiny classifiers as PyTorch users write them; onnx_import.py exports them."""

import torch
import torch.nn.functional as F
from torch import nn


class LeNet(nn.Module):
    """LeNet-5's layers with few channels, flattened by nn.Flatten."""

    shape = (1, 20, 18)

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 3, 5)
        self.conv2 = nn.Conv2d(3, 4, 5)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(4 * 2 * 1, 6)
        self.fc2 = nn.Linear(6, 5)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(self.flatten(x))))


class Mlp(nn.Module):
    """Every activation function between linear layers, and Softmax at the end."""

    shape = (7,)

    def __init__(self):
        super().__init__()
        activations = [nn.ELU(0.7), nn.LeakyReLU(0.2), nn.Tanh(), nn.Sigmoid(), nn.ReLU()]
        blocks = [m for f in activations for m in (nn.Linear(7, 7), f, nn.Dropout(0.15))]
        self.body = nn.Sequential(*blocks, nn.BatchNorm1d(7, eps=1e-3, momentum=0.2))
        self.head = nn.Linear(7, 3)

    def forward(self, x):
        return F.softmax(self.head(self.body(x)), dim=1)


class MatMulMlp(nn.Module):
    """A linear layer written as a product and a sum."""

    shape = (4,)

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 3))
        self.bias = nn.Parameter(torch.randn(3))

    def forward(self, x):
        return x @ self.weight + self.bias


class Windows(nn.Module):
    """Oblong images, kernels, strides and padding; padded pooling."""

    shape = (2, 13, 10)

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, (3, 5), stride=(2, 1), padding=(1, 2), bias=False)
        self.max = nn.MaxPool2d(3, stride=2, padding=1)
        self.mean = nn.AvgPool2d((2, 3), stride=(1, 2), padding=(1, 0))
        self.fc = nn.Linear(4 * 5 * 2, 3)

    def forward(self, x):
        return self.fc(torch.flatten(self.mean(self.max(self.conv1(x))), 1))


class Branches(nn.Module):
    """Branches joined along the channels, channels taken apart, images grown, and a fully convolutional head."""

    shape = (2, 6, 6)

    def __init__(self):
        super().__init__()
        self.left = nn.Conv2d(2, 2, 1)
        self.right = nn.Conv2d(2, 3, 3, padding=1)
        self.grow = nn.ConvTranspose2d(4, 2, 4, stride=2, padding=1)
        self.spread = nn.ConvTranspose2d(2, 2, 2, stride=2)
        self.head = nn.Conv2d(2, 3, (24, 24))

    def forward(self, x):
        x = torch.cat([self.left(x), self.right(x)], 1)[:, 1:]
        return self.head(self.spread(self.grow(x))).squeeze(-1).squeeze(-1)


class Block(nn.Module):
    """A basic residual block; its short-cut takes every second pixel and adds channels of zeros."""

    def __init__(self, inputs, outputs, stride, shortcut):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU()
        self.stride, self.missing, self.kind = stride, outputs - inputs, shortcut
        if shortcut == "project":
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(self.shortcut(x) + y)

    def shortcut(self, x):
        if self.kind == "project":
            return self.downsample(x)
        if self.stride == 1:
            return x
        x = x[:, :, :: self.stride, :: self.stride]
        if self.kind == "pad":
            return F.pad(x, (0, 0, 0, 0, 0, self.missing))
        zeros = torch.zeros(x.size(0), self.missing, x.size(2), x.size(3))
        return torch.cat([x, zeros], 1)


class ResNet(nn.Module):
    """Two blocks and a head: how the short-cut and the last pooling are written differs."""

    shape = (1, 9, 8)

    def __init__(self, shortcut, head):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, 3, padding=1)
        self.layer1 = nn.Sequential(Block(2, 2, 1, shortcut), Block(2, 4, 2, shortcut))
        self.head = head
        self.fc = nn.Linear(8 if head == "view" else 4, 3)

    def forward(self, x):
        return self.fc(self.pool(self.layer1(self.conv1(x))))

    def pool(self, x):  # [batch, 4, 5, 4]
        if self.head == "mean":
            return x.mean((2, 3))
        if self.head == "adaptive":
            return torch.flatten(F.adaptive_avg_pool2d(x, 1), 1)
        x = F.avg_pool2d(x, (3, 4), stride=(2, 1))  # [batch, 4, 2, 1]
        return x.view(x.size(0), -1)


def randomize_statistics(model: nn.Module) -> nn.Module:
    """Running statistics and weights of batch norms that are neither 0 nor 1."""
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            for values in (module.running_mean, module.weight.data, module.bias.data):
                values.copy_(torch.randn_like(values))
            module.running_var.copy_(torch.rand_like(module.running_var) + 0.5)
    return model.eval()
